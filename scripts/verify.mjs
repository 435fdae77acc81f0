import { spawnSync } from 'node:child_process';

/** The one gate: every check runs, then it says which failed. `--without-tests`: for CI, which runs them in a step of their own. */
const checks = [
	['Types', 'tsc', ['-p', 'tsconfig.check.json']],
	['Lint', 'eslint', ['.', '--max-warnings', '0']],
	['Directions', 'depcruise', ['--config', '.dependency-cruiser.cjs', 'core', 'nodes', 'credentials', 'demo', 'bench']],
	['Dead code', 'knip', []],
	['Generated docs', 'node', ['dist/bench/generateDocs.js', '--check']],
	['Tests', 'node', ['--experimental-vm-modules', '--require', './test/support/tsRequire.cjs', 'node_modules/jest/bin/jest.js']],
];

const wanted = process.argv.includes('--without-tests') ? checks.filter(([name]) => name !== 'Tests') : checks;
const failed = [];
for (const [name, command, args] of wanted) {
	const startedAt = Date.now();
	process.stdout.write(`\n--- ${name}\n`);
	const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
	process.stdout.write(`--- ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - startedAt) / 1000).toFixed(0)} s)\n`);
	if (status !== 0) failed.push(name);
}
process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nFailed: ${failed.join(', ')}\n`);
process.exit(failed.length === 0 ? 0 : 1);
