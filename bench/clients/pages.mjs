// Reads a list page by page, for clients that cannot list everything at once.

/** Fails unless the pages that `page(number)` resolves to have `rows` rows in total. */
export async function expectRows(page, rows) {
  let length = 0;
  for (let number = 1; ; number += 1) {
    const { content, total } = await page(number);
    length += content.length;
    if (length >= total) break;
  }
  if (length !== rows) throw new Error(`${length} rows listed`);
}
