/** The host's locale, or the browser's own where the host names none; English where the name is malformed. */
export function usableLocale(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale ?? navigator.language)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** The scripts written from right to left; `Intl.Locale.prototype.getTextInfo` is not everywhere yet. */
const rightToLeft = new Set(['Adlm', 'Arab', 'Armi', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa']);

export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  rightToLeft.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr';
