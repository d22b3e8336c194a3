-- A new page takes back the ones that a channel has held back, by when those were told: without a look at every page there was.

create index page_told on xinqiao.page (staff_id, told_at);
