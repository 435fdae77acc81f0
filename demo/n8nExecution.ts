import { parse as parseFlatted } from 'flatted';
import { z } from 'zod';

const itemSchema = z.object({ json: z.record(z.unknown()), binary: z.record(z.unknown()).optional() }).passthrough();
const errorSchema = z.object({ message: z.string(), description: z.string().nullish() }).passthrough();
const nodeRunSchema = z.object({
	executionStatus: z.string().optional(),
	executionTime: z.number(),
	/** Per output its items; null for an output that was not reached. */
	data: z.object({ main: z.array(z.array(itemSchema).nullable()).optional() }).optional(),
	error: errorSchema.optional(),
	hints: z.array(z.object({ message: z.string() }).passthrough()).optional(),
});
const resultSchema = z.object({
	resultData: z.object({
		runData: z.record(z.array(nodeRunSchema)),
		lastNodeExecuted: z.string().optional(),
		error: errorSchema.optional(),
	}),
});
const answerSchema = z.object({ id: z.string(), status: z.string(), mode: z.string(), data: z.string() });

export type ExecutionItem = z.infer<typeof itemSchema>;
export type NodeRun = z.infer<typeof nodeRunSchema>;

export interface Execution {
	id: string;
	/** success, error, crashed, canceled ... */
	status: string;
	mode: string;
	/** The runs of each node, by its name. */
	runData: Record<string, NodeRun[]>;
	/** Why it ended, and at which node, when it failed. */
	error?: { node?: string; message: string };
}

/** Reads what `GET /rest/executions/:id` answers: n8n keeps the items "flatted", a JSON that refers to itself by index. */
export function parseExecution(answer: unknown): Execution {
	const { id, status, mode, data } = answerSchema.parse(answer);
	const { runData, lastNodeExecuted, error } = resultSchema.parse(parseFlatted(data)).resultData;
	return { id, status, mode, runData, error: error && { node: lastNodeExecuted, message: error.message } };
}

/** The items that left a node by one of its outputs, over all its runs. */
export function itemsOf({ runData }: Execution, node: string, output = 0): ExecutionItem[] {
	return (runData[node] ?? []).flatMap((run) => run.data?.main?.[output] ?? []);
}
