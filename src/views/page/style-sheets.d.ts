/** Style sheets are bundled by scripts/build-views.mjs; a page imports them for their effect alone. */
declare module '*.css';
