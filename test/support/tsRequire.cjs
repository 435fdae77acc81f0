const Module = require('node:module');
const { transformFileSync } = require('@swc/core');

/** Loaded with `--require`, which threads and child processes take over: jest's own loader is not theirs. */
Module._extensions['.ts'] = (module, file) => {
	module._compile(transformFileSync(file, { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }).code, file);
};
