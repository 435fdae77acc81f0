/**
 * Run with `npm test`, or one file with `npm test -- PATH`: several dependencies are ES modules only, and jest loads those
 * natively with `--experimental-vm-modules`; tsRequire lets threads that the product begins read TypeScript.
 */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
	globalSetup: '<rootDir>/test/support/globalSetup.ts',
	globalTeardown: '<rootDir>/test/support/globalTeardown.ts',
	transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
	testTimeout: 60_000,
	// both cores of a small machine: the suites share nothing but the PostgreSQL server, and there each has a schema of its own
	maxWorkers: '100%',
};
