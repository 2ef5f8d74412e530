import { demoAnswers, demoAudiences, idOf } from '../ids.js';
import { type AnswerContent, contentKey, type Library } from '../library.js';

/** The answers: id, name, description, then title and text in English and in Norwegian. */
const texts: [id: string, name: string, description: string, en: [string, string], nb: [string, string]][] = [
  [
    demoAnswers.returns,
    'Return an item',
    'How to send something back within 60 days',
    ['How do I return an item?', 'Print the label from <a href="https://nordlys.example/returns">Returns</a>.'],
    ['Hvordan returnerer jeg en vare?', 'Skriv ut etiketten fra <a href="https://nordlys.example/retur">Retur</a>.'],
  ],
  [
    demoAnswers.billing,
    'Charged twice',
    'A card shows the same order two times',
    ['Why was I charged twice?', 'The first charge is a reservation. It disappears within five working days.'],
    ['Hvorfor er jeg belastet to ganger?', 'Den første er en reservasjon. Den forsvinner innen fem virkedager.'],
  ],
  [
    demoAnswers.delay,
    'Late delivery',
    'The parcel has not moved for days',
    ['Where is my order?', 'Follow the parcel with the link in the shipping e-mail. Write to us after seven days.'],
    ['Hvor er bestillingen min?', 'Følg pakken med lenken i e-posten. Skriv til oss etter syv dager.'],
  ],
  [
    demoAnswers.sizing,
    'Jacket sizes',
    'Which size to choose',
    ['Which size fits me?', 'Our jackets are cut for a layer below: choose your usual size.'],
    ['Hvilken størrelse passer?', 'Jakkene har plass til et lag under: velg din vanlige størrelse.'],
  ],
];

/** Answers with contents of all four types in English and Norwegian; the returns answer also has public content in Swedish. */
export function seededLibrary(now: number): Library {
  const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();
  const library: Library = {
    answers: new Map(),
    contents: new Map(),
    answerIdsInRules: new Set([demoAnswers.billing]),
    answerIdsInThreads: new Set([demoAnswers.delay]),
    sections: [{ id: idOf('section orders'), name: 'Orders', answerIds: [demoAnswers.returns] }],
  };
  const put = (content: AnswerContent) => library.contents.set(contentKey(content), content);
  texts.forEach(([id, name, description, en, nb], index) => {
    const audienceIds = id === demoAnswers.sizing ? [demoAudiences.outdoor] : [];
    library.answers.set(id, {
      id,
      name,
      description,
      audienceIds,
      createdAt: daysAgo(400),
      updatedAt: daysAgo(30 + index),
    });
    const languages: [string, [string, string]][] = [
      ['en-us', en],
      ['nb-no', nb],
    ];
    for (const [language, [title, bodyHtml]] of languages) {
      const content = { answerId: id, language, title, bodyHtml: `<p>${bodyHtml}</p>` };
      put({ ...content, type: 'public' });
      put({ ...content, type: 'email', subject: title });
      put({ ...content, type: 'messaging' });
      put({ ...content, type: 'reference', internal: true });
    }
  });
  put({
    answerId: demoAnswers.returns,
    language: 'sv-se',
    type: 'public',
    title: 'Hur returnerar jag en vara?',
    bodyHtml: '<p>Skriv ut etiketten.</p>',
  });
  return library;
}
