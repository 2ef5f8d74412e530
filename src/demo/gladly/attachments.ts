import type { DemoApi } from '../api.js';
import { DemoRouter, type DemoRoutes } from '../router.js';
import { badRequest, bodilessNotFound } from './errors.js';
import { itemById } from './items.js';
import type { Attachment } from './model.js';
import type { Store } from './store.js';

/** Base path of the file store. */
export const fileBase = '/gladly-files';

/** Redirects to the file store, as the real operation does. */
export function attachmentRoutes(store: Store): DemoRoutes {
  return {
    'GET /conversation-items/{itemId}/attachments/{attachmentId}': ({ params: { itemId, attachmentId }, headers }) => {
      const { id, content } = itemById(store, itemId);
      if (!content.attachments?.length) {
        throw badRequest({ code: 'invalid', detail: 'conversation item content does not contain attachments' });
      }
      const attachment = content.attachments.find((candidate) => candidate.id === attachmentId);
      if (!attachment) throw bodilessNotFound();
      const filePath = `${id}/${attachment.id}?expires=${Math.floor(Date.now() / 1000) + 300}`;
      return { status: 303, headers: { Location: `http://${headers.host}${fileBase}/${filePath}` } };
    },
  };
}

/**
 * The file store behind the redirect. Real links are signed, so the store refuses credentials: a client that follows
 * the redirect with Gladly's Authorization header leaks them, and gets a 400 here.
 */
export function fileStore(store: Store): DemoApi {
  const plainText = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/plain' }, body });
  const notFound = () => plainText(404, 'no such file');
  return {
    base: fileBase,
    router: new DemoRouter({
      'GET /{itemId}/{attachmentId}': ({ params: { itemId = '', attachmentId }, query }) => {
        const attachment = store.items.get(itemId)?.content.attachments?.find(({ id }) => id === attachmentId);
        if (!attachment || !query.has('expires')) return notFound();
        return {
          status: 200,
          headers: {
            'content-type': attachment.contentType,
            'content-disposition': `attachment; filename="${attachment.filename}"`,
          },
          body: fileOf(attachment),
        };
      },
    }),
    precheck: ({ headers }) =>
      headers.authorization === undefined
        ? undefined
        : plainText(400, 'Authorization header on a signed link: credentials were sent to a file store'),
    answerUnrouted: notFound,
  };
}

/** A grey gradient of 48 by 32 pixels, PNG. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAAAAABxv6TAAAAASUlEQVR4nGNgYOXiF5GUU9bQNTK3cXTzDgiNik/J' +
    'zCuuqG1q75k4bfaCpavWb9m57/CJs5eu33n47DXDqIZRDaMaRjWMahgJGgAV18EfPJGbfQAAAABJRU5ErkJggg==',
  'base64',
);

/** The attachment's bytes, made from its name and type. */
function fileOf({ contentType, filename }: Pick<Attachment, 'contentType' | 'filename'>): Buffer {
  if (contentType === 'image/png') return picture;
  if (contentType === 'application/pdf') return pdf(filename);
  return Buffer.from(`${filename}\r\nOrder NO-48213\r\n`);
}

/** The record of an attachment, with the size of its file. */
export function attachmentOf(id: string, filename: string, contentType: string): Attachment {
  return { id, contentType, filename, fileSize: fileOf({ contentType, filename }).length };
}

/** One page with one line of text; PDF readers rebuild the missing cross-reference table. */
function pdf(line: string): Buffer {
  const text = `BT /F1 18 Tf 40 100 Td (${line}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  const numberedObjects = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.4\n${numberedObjects}trailer << /Root 1 0 R /Size 6 >>\n%%EOF\n`);
}
