/** The real n8n and a real browser: minutes, one file after the other. */
module.exports = {
	...require('./jest.config.js'),
	testPathIgnorePatterns: ['/node_modules/'],
	roots: ['<rootDir>/test/e2e'],
	globalSetup: undefined,
	globalTeardown: undefined,
	testTimeout: 900_000,
	// a start that failed half-way must not keep CI waiting
	forceExit: true,
};
