import packageJson from '../package.json' with { type: 'json' };

export const { version } = packageJson;

/** Where people report bugs, and the routes that `doctor --routes` found. */
export const reportAddress = packageJson.bugs;

/** The web address of a page of docs/ as it was for this version: the package does not contain the pages. */
export const docsPage = (name: string): string =>
  `${packageJson.homepage.replace(/#.*/, '')}/blob/v${version}/docs/${name}.md`;
