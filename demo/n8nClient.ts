import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Execution } from './n8nExecution';
import { parseExecution } from './n8nExecution';
import type { N8nOwner } from './n8nServer';

export interface CredentialInput {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** The JSON of a workflow as n8n exports it; what isn't named here goes through as it is. */
export interface WorkflowInput {
	name: string;
	nodes: unknown[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	[key: string]: unknown;
}

export interface DynamicOptionsRequest {
	/** "n8n-nodes-seller-mail.sendCampaign" */
	nodeType: string;
	typeVersion: number;
	methodName: string;
	/** The parameter the options are for: "parameters.template" */
	path: string;
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
}

export interface RunOptions {
	/** The name of the trigger node to start from. */
	trigger: string;
	timeoutMs?: number;
}

const workflowSchema = z.object({ id: z.string(), name: z.string(), active: z.boolean(), versionId: z.string() });
const workflowNodesSchema = z.object({ nodes: z.array(z.object({ name: z.string() })) });
const credentialSchema = z.object({ id: z.string(), name: z.string(), type: z.string() });
const credentialTestSchema = z.object({ status: z.enum(['OK', 'Error']), message: z.string() });
const optionSchema = z.object({ name: z.string(), value: z.union([z.string(), z.number(), z.boolean()]), description: z.string().optional() });
const executionListSchema = z.object({ results: z.array(z.object({ id: z.string(), status: z.string(), mode: z.string() })) });
const publicationSchema = z.object({
	status: z.string(),
	triggers: z.array(z.object({ nodeId: z.string(), status: z.string(), errorMessage: z.string().nullish() })),
});

export type SavedWorkflow = z.infer<typeof workflowSchema>;
export type SavedCredential = z.infer<typeof credentialSchema>;
export type ExecutionSummary = z.infer<typeof executionListSchema>['results'][number];

const POLL_MS = 200;
const PUBLISH_TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 10 * 60_000;
const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

/** Speaks the editor's own HTTP interface of n8n 2.41. Every failure is an Error that says what was asked and what n8n answered. */
export class N8nClient {
	private cookie = '';

	constructor(private readonly url: string) {}

	/** To be called again after a restart of n8n. */
	async login({ email, password }: N8nOwner): Promise<void> {
		const response = await this.send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		await readBody(response, `logging in as ${email}`);
		this.cookie = response.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	async credentials(): Promise<SavedCredential[]> {
		return z.array(credentialSchema).parse(await this.call('GET', '/rest/credentials', 'listing credentials'));
	}

	async createCredential(input: CredentialInput): Promise<SavedCredential> {
		return credentialSchema.parse(await this.call('POST', '/rest/credentials', `creating the credential ${input.name}`, input));
	}

	async updateCredential(id: string, input: CredentialInput): Promise<SavedCredential> {
		return credentialSchema.parse(await this.call('PATCH', `/rest/credentials/${id}`, `changing the credential ${input.name}`, input));
	}

	/** What the button *Test* of a credential says. */
	async testCredential(credential: CredentialInput & { id: string }) {
		const answer = await this.call('POST', '/rest/credentials/test', `testing the credential ${credential.name}`, { credentials: credential });
		return credentialTestSchema.parse(answer);
	}

	async workflows(): Promise<SavedWorkflow[]> {
		return z.array(workflowSchema).parse(await this.call('GET', '/rest/workflows', 'listing workflows'));
	}

	/** Saves a new workflow, not yet published. */
	async importWorkflow(workflow: WorkflowInput): Promise<SavedWorkflow> {
		return workflowSchema.parse(await this.call('POST', '/rest/workflows', `importing the workflow ${workflow.name}`, workflow));
	}

	/** Replaces the draft; what is published stays published until `publish`. */
	async updateWorkflow(id: string, workflow: WorkflowInput): Promise<SavedWorkflow> {
		const { versionId } = await this.workflow(id);
		const body = { ...workflow, versionId };
		return workflowSchema.parse(await this.call('PATCH', `/rest/workflows/${id}?forceSave=true`, `saving the workflow ${workflow.name}`, body));
	}

	/** Publishes the draft and waits until its triggers listen; throws with the trigger's own message when one can't. */
	async publish(workflowId: string): Promise<void> {
		const { name, versionId } = await this.workflow(workflowId);
		await this.call('POST', `/rest/workflows/${workflowId}/activate`, `publishing ${name}`, { versionId });
		const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
		for (;;) {
			const answer = await this.call('GET', `/rest/workflows/${workflowId}/publication-status`, `publishing ${name}`);
			const { status, triggers } = publicationSchema.parse(answer);
			if (status === 'published') return;
			const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
			if (status === 'failed' || Date.now() > deadline) throw new Error(`publishing ${name}: ${status}. ${reasons.join('; ')}`);
			await sleep(POLL_MS);
		}
	}

	async unpublish(workflowId: string): Promise<void> {
		await this.call('POST', `/rest/workflows/${workflowId}/deactivate`, `unpublishing workflow ${workflowId}`, {});
	}

	/** Starts the draft as the editor's button does, and gives back the execution's id at once. */
	async start(workflowId: string, trigger: string): Promise<string> {
		const what = `running workflow ${workflowId} from ${trigger}`;
		const { nodes } = workflowNodesSchema.parse(await this.call('GET', `/rest/workflows/${workflowId}`, what));
		// n8n itself would start at some other trigger.
		if (!nodes.some(({ name }) => name === trigger)) throw new Error(`${what}: it has no such node, only ${nodes.map(({ name }) => name).join(', ')}.`);
		const answer = await this.call('POST', `/rest/workflows/${workflowId}/run`, what, { triggerToStartFrom: { name: trigger } });
		return z.object({ executionId: z.string() }).parse(answer).executionId;
	}

	/** Runs the draft to its end, whether that is success or not: see `status` and `error` of what comes back. */
	async run(workflowId: string, { trigger, timeoutMs = RUN_TIMEOUT_MS }: RunOptions): Promise<Execution> {
		const executionId = await this.start(workflowId, trigger);
		return this.waitForExecution(workflowId, executionId, timeoutMs);
	}

	/** The newest executions of a workflow, newest first. */
	async executions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const answer = await this.call('GET', `/rest/executions?limit=100&filter=${filter}`, `listing executions of workflow ${workflowId}`);
		return executionListSchema.parse(answer).results;
	}

	/** Asks the short list until the execution has ended, because each look at a running one would transfer all its items. */
	async waitForExecution(workflowId: string, executionId: string, timeoutMs = RUN_TIMEOUT_MS): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const found = (await this.executions(workflowId)).find(({ id }) => id === executionId);
			if (!found || !UNFINISHED.includes(found.status)) return this.execution(executionId);
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} still has status "${found.status}" after ${Math.round(timeoutMs / 1000)} s.`);
			await sleep(POLL_MS);
		}
	}

	/** One execution with the items of every node. */
	async execution(id: string): Promise<Execution> {
		const answer = await this.call('GET', `/rest/executions/${id}`, `reading execution ${id}`);
		if (answer === undefined) throw new Error(`n8n has no execution ${id}: does the workflow's setting keep its executions?`);
		return parseExecution(answer);
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/rest/executions/${id}/stop`, `stopping execution ${id}`, {});
	}

	/** What a dropdown of a node offers. */
	async dynamicOptions({ nodeType, typeVersion, methodName, path, parameters, credentials }: DynamicOptionsRequest) {
		const answer = await this.call('POST', '/rest/dynamic-node-parameters/options', `reading the options of ${path}`, {
			path,
			methodName,
			credentials,
			nodeTypeAndVersion: { name: nodeType, version: typeVersion },
			currentNodeParameters: parameters,
		});
		return z.array(optionSchema).parse(answer);
	}

	private async workflow(id: string): Promise<SavedWorkflow> {
		return workflowSchema.parse(await this.call('GET', `/rest/workflows/${id}`, `reading workflow ${id}`));
	}

	private async call(method: string, path: string, what: string, body?: unknown): Promise<unknown> {
		return readBody(await this.send(method, path, body), what);
	}

	private send(method: string, path: string, body?: unknown): Promise<Response> {
		// n8n binds the session to the browser that logged in, which names itself here.
		const headers = { 'content-type': 'application/json', 'browser-id': 'seller-mail-demo', cookie: this.cookie };
		return fetch(`${this.url}${path}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
	}
}

/** n8n wraps every answer in `data` and every refusal in `message`. */
async function readBody(response: Response, what: string): Promise<unknown> {
	const text = await response.text();
	const { data, message } = parseJson(text);
	if (response.ok) return data;
	throw new Error(`${what}: n8n answered ${response.status}: ${message ?? text.slice(0, 300)}`);
}

function parseJson(text: string): { data?: unknown; message?: string } {
	try {
		return z.object({ data: z.unknown(), message: z.string().optional() }).parse(JSON.parse(text));
	} catch {
		return {};
	}
}
