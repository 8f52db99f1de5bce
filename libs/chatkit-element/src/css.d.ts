/** Style sheets are bundled as text and adopted as constructable sheets, which a strict CSP allows. */
declare module '*.css?inline' {
  const css: string;
  // eslint-disable-next-line no-restricted-syntax -- that is how Vite exports the text of a style sheet
  export default css;
}
