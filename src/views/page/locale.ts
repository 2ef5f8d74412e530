/** The host's locale if the browser knows it, else the browser's own. */
export function usableLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? navigator.language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** `Intl.Locale.prototype.getTextInfo` is not everywhere yet; these are the languages written from right to left. */
const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'ha', 'he', 'khw', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(new Intl.Locale(locale).language) ? 'rtl' : 'ltr';
