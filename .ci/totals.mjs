import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * node .ci/totals.mjs [--forbid-skipped | --failed-step] FOLDER
 * Adds up the JSON reports of jest in FOLDER and prints `N passed, N failed`; with --forbid-skipped prints nothing, but names each
 * test that didn't run, and fails. With --failed-step a failure that no test stands for counts as one.
 */
const folder = process.argv.at(-1);
const reports = ['test.json', 'e2e.json']
	.map((name) => join(folder, name))
	.filter((file) => existsSync(file))
	.map((file) => JSON.parse(readFileSync(file, 'utf8')));

if (process.argv.includes('--forbid-skipped')) forbidSkipped();
else printTotals(process.argv.includes('--failed-step'));

function forbidSkipped() {
	const isSkipped = ({ status }) => status !== 'passed' && status !== 'failed';
	const skipped = reports.flatMap(({ testResults }) =>
		testResults.flatMap(({ name, assertionResults }) => assertionResults.filter(isSkipped).map(({ fullName }) => `${name}: ${fullName}`)),
	);
	if (skipped.length === 0) return;
	console.error(`!!! ${skipped.length} TESTS WERE SKIPPED; here none may be:\n${skipped.join('\n')}`);
	process.exitCode = 1;
}

function printTotals(isStepFailed) {
	const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
	// A file that could not even be loaded has no tests to count.
	const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
	console.log(`${sum('numPassedTests')} passed, ${failed === 0 && isStepFailed ? 1 : failed} failed`);
}
