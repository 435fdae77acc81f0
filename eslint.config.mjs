import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';
import jsoncParser from 'jsonc-eslint-parser';

const off = (plugin, names) => Object.fromEntries(names.map((name) => [`${plugin}/${name}`, 'off']));

export default tseslint.config(
	{ ignores: ['dist/', 'node_modules/', 'coverage/', '.cache/', 'test/fixtures/', 'workflows-examples/', '**/*.cjs', 'gulpfile.js', 'jest*.config.js', 'scripts/', '.ci/', 'test/support/nodes/'] },

	{
		files: ['**/*.ts'],
		extends: [tseslint.configs.base],
		languageOptions: { parserOptions: { project: './tsconfig.check.json' } },
		rules: {
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
			'@typescript-eslint/switch-exhaustiveness-check': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'no-empty': 'error',
			eqeqeq: 'error',
			'no-eval': 'error',
			'no-new-func': 'error',
		},
	},
	{
		// core is handed clock, randomness and settings (style.md); the adapters and the two system sources are the exceptions
		files: ['core/**/*.ts'],
		ignores: ['core/gateway/**', 'core/store/**', 'core/shared/clock.ts', 'core/shared/random.ts'],
		rules: {
			'no-console': 'error',
			'no-restricted-globals': ['error', { name: 'process', message: 'Hand settings in through openCore.' }],
			'no-restricted-properties': [
				'error',
				{ object: 'Date', property: 'now', message: 'Use deps.clock.' },
				{ object: 'Math', property: 'random', message: 'Use deps.random.' },
			],
			'@typescript-eslint/no-non-null-assertion': 'error',
		},
	},
	{ files: ['core/**/*.ts', 'nodes/**/*.ts', 'demo/**/*.ts', 'bench/**/*.ts'], rules: { 'max-lines-per-function': ['error', { max: 80, skipComments: true, skipBlankLines: true }] } },

	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.nodes.rules,
			// n8n's newer plugin wants NodeConnectionTypes instead of these two rules' strings
			...off('n8n-nodes-base', ['node-class-description-inputs-wrong-regular-node', 'node-class-description-outputs-wrong', 'node-class-description-inputs-wrong-trigger-node']),
		},
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: {
			...n8nNodesBase.configs.credentials.rules,
			// a full address is right for a community package; the rule is for n8n's own credentials
			...off('n8n-nodes-base', ['cred-class-field-documentation-url-not-http-url', 'cred-class-field-documentation-url-miscased']),
		},
	},
	{
		files: ['package.json'],
		languageOptions: { parser: jsoncParser },
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: n8nNodesBase.configs.community.rules,
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		extends: [n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport],
		rules: {
			// Ordinary dependencies, not a bundle: people can see, audit and patch them (docs/decisions/0001-ordinary-dependencies.md)
			'@n8n/community-nodes/no-runtime-dependencies': 'off',
			// Mailchimp is asked with the credential that n8n itself has for it: nobody should enter the key twice
			...off('@n8n/community-nodes', ['no-credential-reuse', 'valid-credential-references']),
		},
	},
);
