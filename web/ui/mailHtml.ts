/** Draws a mail's cleaned HTML in the element, apart from the page's styles.
 *  Its styles are set one by one, since the page's policy lets no markup bring any; pictures come from `pictures`. */
export function drawHtml(host: HTMLElement, html: string, pictures: string | null): void {
  const kept = html.replace(/<style>.*?<\/style>/gis, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle=/gi, " data-style="));
  const read = new DOMParser().parseFromString(kept, "text/html");
  for (const element of read.body.querySelectorAll<HTMLElement>("[data-style]")) {
    element.style.cssText = element.dataset.style ?? "";
    delete element.dataset.style;
  }
  for (const image of read.body.querySelectorAll<HTMLImageElement>("img[data-image]")) {
    image.alt ||= "";
    image.style.maxWidth = "100%";
    if (pictures) image.src = pictures + encodeURIComponent(image.dataset.image ?? "");
  }
  for (const link of read.body.querySelectorAll("a")) {
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
  }
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  shadow.replaceChildren(...read.body.childNodes);
}
