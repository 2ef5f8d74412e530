/**
 * Knows every secret of this process and takes them out of text. All text that leaves the process (results, errors,
 * log lines, audit lines, crash output) passes through here.
 */
export class Redactor {
  readonly #secrets = new Set<string>();

  /** Remembers a secret in each form in which it may be echoed. Shorter than four characters: too common to replace. */
  add(secret: string): void {
    for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      if (form.length >= 4) this.#secrets.add(form);
    }
  }

  text(text: string): string {
    let clean = text;
    for (const secret of this.#secrets) {
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[redacted]');
    }
    return clean;
  }

  /** A copy of JSON-like data without secrets; the same object when there is none in it. */
  data<T>(data: T): T {
    const json = JSON.stringify(data);
    if (json === undefined) return data;
    for (const secret of this.#secrets) {
      if (json.includes(secret)) return JSON.parse(this.text(json)) as T;
    }
    return data;
  }
}
