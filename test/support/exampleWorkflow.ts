import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ExampleNode {
	id: string;
	name: string;
	type: string;
	position: [number, number];
	parameters: Record<string, unknown> & { width?: number; height?: number; content?: string };
	credentials?: Record<string, { id: string }>;
	webhookId?: string;
}

export interface ExampleWorkflow {
	nodes: ExampleNode[];
	connections: Record<string, { main: Array<Array<{ node: string }>> }>;
}

const FOLDER = join(__dirname, '..', '..', 'workflows-examples');

/** Every example that is shipped, by file name. */
export const EXAMPLE_FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));

export function readExample(file: string): ExampleWorkflow {
	return JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ExampleWorkflow;
}

export function isNote({ type }: ExampleNode): boolean {
	return type.endsWith('stickyNote');
}
