/** Directions of docs/architecture.md. Each rule says what to do instead. */
module.exports = {
	forbidden: [
		{ name: 'no-cycles', severity: 'error', comment: 'Move what both need into a third file.', from: {}, to: { circular: true } },
		{
			name: 'core-knows-no-n8n', severity: 'error', comment: 'Core runs from a plain script: hand in what you need from n8n as a parameter or port.',
			from: { path: '^core' }, to: { path: '(^|/)n8n-(workflow|core)|^(nodes|credentials|demo|bench|test)/' },
		},
		{
			name: 'flows-see-ports', severity: 'error', comment: 'Declare what the flow needs in its ports.ts; openCore hands the adapter in.',
			from: { path: '^core/(?!store/|gateway/|openCore\\.ts)' }, to: { path: '^core/(store|gateway)/', pathNot: '^core/store/storeSettings\\.ts$' },
		},
		{
			name: 'nodes-use-the-front-door', severity: 'error', comment: 'Nodes call openCore and read core types; they never reach into the store or a gateway.',
			from: { path: '^(nodes|credentials)' }, to: { path: '^core/(store|gateway)/', pathNot: '^core/store/storeSettings\\.ts$' },
		},
		{ name: 'shared-is-a-leaf', severity: 'error', comment: 'core/shared imports nothing of ours.', from: { path: '^core/shared' }, to: { path: '^core/(?!shared)' } },
		{ name: 'database-drivers-in-store', severity: 'error', comment: 'Ask the store through a port.', from: { pathNot: '^(core/store|bench|demo)' }, to: { path: 'node_modules/(kysely|pg)/' } },
		{ name: 'sqlite-in-store', severity: 'error', comment: 'Ask the store through a port.', from: { pathNot: '^(core/store|bench|demo)' }, to: { path: '^(node:)?sqlite$' } },
		{ name: 'smtp-in-gateway', severity: 'error', comment: 'Send through the Mailer port.', from: { pathNot: '^(core/gateway|bench|demo)' }, to: { path: 'node_modules/nodemailer/' } },
		{ name: 'dns-in-gateway', severity: 'error', comment: 'Ask through the DnsResolver port.', from: { path: '^(core|nodes|credentials)/(?!gateway/)' }, to: { path: '^(node:)?dns(/promises)?$' } },
		{ name: 'handlebars-in-template', severity: 'error', comment: 'Compile templates in core/template.', from: { pathNot: '^core/template' }, to: { path: 'node_modules/handlebars/' } },
		{ name: 'no-dev-dependencies-in-product', severity: 'error', comment: 'Add it to dependencies, or do without.', from: { path: '^(core|nodes|credentials)' }, to: { dependencyTypes: ['npm-dev'], pathNot: 'n8n-workflow' } },
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'], exportsFields: ['exports'], conditionNames: ['node', 'require', 'import', 'types'] },
	},
};
