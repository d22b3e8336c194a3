import type { Child } from 'hono/jsx';
import type { PageView } from '../view.ts';
import { Header } from './header.tsx';
import { Hotlines } from './hotlines.tsx';
import { Layout, type LayoutProps } from './layout.tsx';

export type OneQuestionProps = Omit<LayoutProps, 'children'> & { readonly view: PageView };

/** A page with the header, the hotlines, and one thing to read and press. */
export const OneQuestion = ({ children, ...props }: OneQuestionProps & { readonly children: Child }) => (
  <Layout {...props}>
    <Header view={props.view} />
    <div class="aside">
      <Hotlines view={props.view} />
    </div>
    <main id="talk" tabindex={-1}>
      <div class="scroll">
        <section class="welcome">{children}</section>
      </div>
    </main>
  </Layout>
);
