/** Style sheets are bundled as text and adopted as constructable sheets, which a strict CSP allows. */
declare module '*.css?inline' {
  const css: string;
  export default css;
}
