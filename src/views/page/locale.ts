/** The host's locale, or the browser's own where the host names none; English where the name is malformed. */
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
