import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs workflows in the real engine of n8n (n8n-core's WorkflowExecute) without a server: nodes are loaded from the built
 * package as n8n loads them, credentials come from the test. Expressions use n8n's legacy evaluator.
 */
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_USER_FOLDER ??= mkdtempSync(join(tmpdir(), 'seller-mail-n8n-'));
require('reflect-metadata');
/* eslint-disable @typescript-eslint/no-explicit-any -- n8n-core's inner parts have no public types */
const { Container } = require('@n8n/di') as any;
const core = require('n8n-core') as any;
const n8n = require('n8n-workflow') as any;

const ROOT = join(__dirname, '..', '..');
const TEST_NODES = join(__dirname, 'nodes', 'n8n-nodes-test');
const PACKAGE = 'n8n-nodes-seller-mail';

export interface EngineItem {
	json: Record<string, any>;
	binary?: Record<string, any>;
	error?: { message: string; description?: string };
	pairedItem?: { item: number };
}

export interface EngineRun {
	status: string;
	/** of the node that stopped the workflow */
	error: { message: string; description?: string; context?: { itemIndex?: number } } | undefined;
	/** items on an output of the tested node */
	out(output?: number): EngineItem[];
	hints: string[];
}

export interface TestedNode {
	/** e.g. sendCampaign */
	node: string;
	parameters: Record<string, unknown>;
	items?: Array<Record<string, unknown>>;
	credentials: Record<string, Record<string, unknown>>;
	/** `true`: on an output of its own; `regular`: on one that the node has */
	continueOnFail?: boolean | 'regular';
	typeVersion?: number;
	/** *Stop* in the editor */
	signal?: AbortSignal;
}

/** The bytes of a file that a node put out, wherever n8n keeps them. */
export async function readBinary(item: EngineItem | undefined, field = 'data'): Promise<Buffer> {
	const binary = item?.binary?.[field];
	return binary.id ? await Container.get(core.BinaryDataService).getAsBuffer(binary) : Buffer.from(binary.data, 'base64');
}

type Runner = (tested: TestedNode) => Promise<EngineRun>;

/** Loads the packages once; the runner then runs one node fed with items. */
export async function makeEngine(): Promise<Runner> {
	const loaders: any[] = [];
	for (const folder of [ROOT, TEST_NODES]) {
		const loader = new core.PackageDirectoryLoader(folder);
		await loader.loadAll();
		loaders.push(loader);
	}
	await Container.get(core.BinaryDataService).init();
	const nodeTypes = new NodeTypes(loaders);
	return async (tested) => await runNode(nodeTypes, tested);
}

async function runNode(nodeTypes: NodeTypes, tested: TestedNode): Promise<EngineRun> {
	const workflow = toWorkflow(tested);
	const instance = new n8n.Workflow({ ...workflow, active: false, nodeTypes, staticData: {} });
	const hooks = new core.ExecutionLifecycleHooks('manual', 'exec1', workflow);
	const execute = new core.WorkflowExecute(additionalData(hooks, tested.credentials), 'manual');
	const running = execute.run({ workflow: instance, startNode: instance.getNode('Items') });
	tested.signal?.addEventListener('abort', () => void running.cancel());
	const run = await running;
	const ofNode = run.data.resultData.runData.Tested?.[0];
	return {
		status: run.status,
		error: run.data.resultData.error,
		out: (output = 0) => ofNode?.data?.main?.[output] ?? [],
		hints: (ofNode?.hints ?? []).map((hint: { message: string }) => hint.message),
	};
}

function toWorkflow({ node, parameters, items = [{}], credentials, continueOnFail, typeVersion = 1 }: TestedNode): Record<string, unknown> {
	return {
		id: 'test', name: 'test', settings: { executionOrder: 'v1' },
		nodes: [
			{ id: '1', name: 'Items', type: 'n8n-nodes-test.items', typeVersion: 1, position: [0, 0], parameters: { items } },
			{
				id: '2', name: 'Tested', type: `${PACKAGE}.${node}`, typeVersion, position: [200, 0], parameters,
				credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: type, name: type }])),
				...(continueOnFail ? { onError: continueOnFail === 'regular' ? 'continueRegularOutput' : 'continueErrorOutput' } : {}),
			},
		],
		connections: { Items: { main: [[{ node: 'Tested', type: 'main', index: 0 }]] } },
	};
}

function additionalData(hooks: unknown, credentials: TestedNode['credentials']): Record<string, unknown> {
	return {
		credentialsHelper: new Credentials(credentials), executionId: 'exec1', hooks, currentNodeParameters: undefined,
		restApiUrl: 'http://localhost/rest', instanceBaseUrl: 'http://localhost/', webhookBaseUrl: 'http://localhost/webhook', webhookWaitingBaseUrl: 'http://localhost/w',
		webhookTestBaseUrl: 'http://localhost/t', formWaitingBaseUrl: 'http://localhost/f', userId: 'u', variables: {},
		setExecutionStatus: () => undefined, sendDataToUI: () => undefined, logAiEvent: () => undefined,
	};
}

class NodeTypes {
	private readonly byPackage: Map<string, any>;

	constructor(loaders: any[]) {
		this.byPackage = new Map(loaders.map((loader) => [loader.packageName, loader]));
	}

	getByName(type: string): any {
		const [name = '', node = ''] = [type.slice(0, type.lastIndexOf('.')), type.slice(type.lastIndexOf('.') + 1)];
		return this.byPackage.get(name).getNode(node).type;
	}

	getByNameAndVersion(type: string, version?: number): any {
		return n8n.NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): Record<string, never> {
		return {};
	}
}

class Credentials {
	constructor(private readonly data: TestedNode['credentials']) {}
	getParentTypes = (): string[] => [];
	getDecrypted = async (_data: unknown, _node: unknown, type: string): Promise<Record<string, unknown>> => await Promise.resolve({ ...this.data[type] });
	getCredentials = async (node: { id: string }, type: string): Promise<unknown> => await Promise.resolve({ id: node.id, name: type, type });
	preAuthentication = async (): Promise<undefined> => await Promise.resolve(undefined);
	authenticate = async (_c: unknown, _t: string, options: unknown): Promise<unknown> => await Promise.resolve(options);
	isCredentialUsedOauth = (): boolean => false;
	isCredentialUsableByNode = (): boolean => true;
}
