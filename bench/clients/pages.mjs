// A whole list, page by page, for clients that have only pages.

/** Fails unless the pages that `page(number)` resolves to have so many `rows` together. */
export async function expectRows(page, rows) {
  let length = 0;
  for (let number = 1; ; number += 1) {
    const { content, total } = await page(number);
    length += content.length;
    if (length >= total) break;
  }
  if (length !== rows) throw new Error(`${length} rows listed`);
}
