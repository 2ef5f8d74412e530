/** Style sheets are bundled by scripts/build.mjs; a page imports them for their effect alone. */
declare module '*.css';
