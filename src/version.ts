import packageJson from '../package.json' with { type: 'json' };

export const { version } = packageJson;

/** Where faults and findings are reported. */
export const reportAddress = packageJson.bugs;

/** The address of a page of docs/, as it is for this version: the package does not ship them. */
export const docsPage = (name: string): string =>
  `${packageJson.homepage.replace(/#.*/, '')}/blob/v${version}/docs/${name}.md`;
