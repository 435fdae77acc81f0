import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
	const { testPostgres, testFolder } = globalThis as { testPostgres?: { stop(): Promise<void> }; testFolder?: string };
	await testPostgres?.stop();
	if (testFolder) rmSync(testFolder, { recursive: true, force: true });
}
