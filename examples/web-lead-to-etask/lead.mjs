/** A request body that is no lead; `problems` names the fields. */
export class InvalidLead extends Error {
  constructor(status, message, problems) {
    super(message);
    this.status = status;
    this.problems = problems;
  }
}

/** The fields of a lead. `expected` completes the problem "must be …"; only a multi-line field may have line breaks. */
const fields = {
  id: { maxLength: 64, pattern: /^[\w.:-]+$/, expected: 'letters, digits, dots, colons, dashes, underscores' },
  name: { maxLength: 100, pattern: /\S/, expected: 'a name' },
  phone: { maxLength: 20, pattern: /^\+?\d{5,15}$/, expected: 'a number such as +447700900461' },
  email: { maxLength: 200, pattern: /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/, expected: 'an e-mail address' },
  subject: { maxLength: 150, pattern: /\S/, expected: 'a line' },
  message: { maxLength: 4000, pattern: /\S/, expected: 'a text', isMultiline: true },
};

/**
 * Reads a lead from JSON or from an HTML form.
 *
 * @returns {{ id: string, name: string, phone?: string, email?: string, subject?: string, message?: string }}
 * @throws {InvalidLead}
 */
export function readLead(contentType, text) {
  const members = parse(contentType.split(';')[0].trim().toLowerCase(), text);
  const lead = {};
  const problems = [];
  for (const name of Object.keys(members)) if (!Object.hasOwn(fields, name)) problems.push(`${name}: no such field`);
  for (const [name, { maxLength, pattern, expected, isMultiline }] of Object.entries(fields)) {
    const value = members[name];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') problems.push(`${name}: must be text`);
    else {
      const clean = cleaned(name, value, isMultiline);
      if (clean.length > maxLength) problems.push(`${name}: ${maxLength} characters at most`);
      else if (!pattern.test(clean)) problems.push(`${name}: must be ${expected}`);
      else lead[name] = clean;
    }
  }
  const hasProblem = (name) => problems.some((problem) => problem.startsWith(`${name}:`));
  for (const name of ['id', 'name']) if (!(name in lead) && !hasProblem(name)) problems.push(`${name}: is missing`);
  if (!lead.phone && !lead.email && !hasProblem('phone') && !hasProblem('email'))
    problems.push('phone: is needed, or email');
  if (problems.length > 0) throw new InvalidLead(422, 'This lead cannot become a task.', problems);
  return lead;
}

function parse(type, text) {
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text));
  if (type !== 'application/json') throw new InvalidLead(415, 'Send application/json or an HTML form.');
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw new InvalidLead(400, 'The body must be one JSON object.');
}

/** The text without control characters, which could fake lines; a phone number without punctuation. */
function cleaned(name, value, isMultiline) {
  const text = value
    .replace(/\r\n?/g, '\n')
    .replace(isMultiline ? /[^\P{C}\n\t]/gu : /\p{C}/gu, ' ')
    .trim();
  return name === 'phone' ? text.replace(/[\s().-]/g, '') : text;
}

/** A page with a form to try the endpoint. The lead's id is made with the page, so a double click makes one task. */
export function formPage(id) {
  const inputs = ['name', 'phone', 'email'].map((name) => `<p><label>${name} <input name="${name}"></label></p>`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lead</title><form method="post" action="/leads">
<input type="hidden" name="id" value="${id}">${inputs.join('')}
<p><label>message <textarea name="message"></textarea></label></p><p><button>Send</button></p></form></html>`;
}
