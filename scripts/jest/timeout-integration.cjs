// Jest ignores testTimeout inside a project, so each slow tier sets its own here.
jest.setTimeout(90_000);
