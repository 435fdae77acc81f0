/** ES-module-only packages that jest must compile; add a package here when "Cannot use import statement" names it. */
const esModules = ['kysely', 'nodemailer', 'postal-mime', 'juice', 'cheerio', 'mailauth', 'html-to-text', '@selderee', 'selderee', 'parseley'];

module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	globalSetup: '<rootDir>/test/support/globalSetup.ts',
	globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
	transform: { '^.+\\.(t|j|mj)s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
	transformIgnorePatterns: [`node_modules/(?!(${esModules.join('|')})/)`],
	testTimeout: 60_000,
};
