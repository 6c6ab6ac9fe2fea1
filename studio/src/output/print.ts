// Printing one picture on paper of its own size, by the browser's print dialog.

const HIDES = "@media screen { .idphoto-print { display: none } }";

/**
 * The rules of a page that holds nothing but the picture, in true millimetres.
 *
 * A browser that knows `@page` sizes proposes that paper; any other prints at true size from the
 * sheet's corner, as long as nobody lets it scale.
 */
export function pageRules(widthMm: number, heightMm: number): string {
  const size = `${widthMm}mm ${heightMm}mm`;
  // a hair less than the page: a rounded-up pixel would begin a second page
  return `
@page { size: ${size}; margin: 0 }
${HIDES}
@media print {
  html, body { margin: 0; padding: 0; background: #fff; min-height: 0 }
  body > :not(.idphoto-print) { display: none !important }
  .idphoto-print { display: block; width: ${widthMm}mm; height: ${heightMm - 0.05}mm; max-width: none }
}`;
}

/** Open the print dialog for one picture. Resolves when it has been closed, or printed. */
export async function printPicture(url: string, widthMm: number, heightMm: number): Promise<void> {
  const picture = new Image();
  picture.className = "idphoto-print";
  picture.alt = "";
  picture.src = url;
  // the studio's policy forbids style elements, not sheets that its own script makes
  const rules = new CSSStyleSheet();
  rules.replaceSync(pageRules(widthMm, heightMm));
  await picture.decode();
  document.body.append(picture);
  document.adoptedStyleSheets.push(rules);
  try {
    await new Promise<void>((closed) => {
      addEventListener("afterprint", () => closed(), { once: true });
      print();
    });
  } finally {
    picture.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== rules);
  }
}
