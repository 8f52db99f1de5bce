// Stylesheets and images mean nothing outside a browser; Vite's tests of them run in Chromium.
module.exports = '';
