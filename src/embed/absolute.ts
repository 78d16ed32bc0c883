/** Addresses as workers take them, which have another base than the page. */
export const absolute = (url: string | URL): string => new URL(url, document.baseURI).href;
