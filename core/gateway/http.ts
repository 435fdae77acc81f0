/** One request to somebody's API. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PATCH';
	url: string;
	headers?: Record<string, string>;
	body?: string;
	timeoutMs: number;
	/** a longer answer is refused before it fills the memory */
	maxBytes: number;
	signal?: AbortSignal | undefined;
}

export type HttpAnswer =
	| { kind: 'answered'; status: number; text: string }
	/** no answer that could be used; the request may have been carried out all the same */
	| { kind: 'unreachable'; reason: 'timeout' | 'canceled' | 'network' | 'too-large' | 'redirect' };

/**
 * Sends a request with Node's own fetch (docs/decisions/0011-http-without-a-library.md). Never follows a redirect: the
 * request carries secrets, and another host is not who they are for. Never throws.
 */
export async function requestHttp({ method, url, headers, body, timeoutMs, maxBytes, signal }: HttpRequest): Promise<HttpAnswer> {
	const timeout = AbortSignal.timeout(timeoutMs);
	const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
	try {
		const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: stop });
		if (response.status >= 300 && response.status < 400) return await abandon(response, 'redirect');
		const text = await readText(response, maxBytes);
		return text === undefined ? { kind: 'unreachable', reason: 'too-large' } : { kind: 'answered', status: response.status, text };
	} catch {
		if (signal?.aborted) return { kind: 'unreachable', reason: 'canceled' };
		return { kind: 'unreachable', reason: timeout.aborted ? 'timeout' : 'network' };
	}
}

async function abandon(response: Response, reason: 'redirect'): Promise<HttpAnswer> {
	await response.body?.cancel();
	return { kind: 'unreachable', reason };
}

/** `undefined` when it is longer than allowed, whatever its header said. */
async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
	if (!response.body) return '';
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of response.body) {
		size += chunk.byteLength;
		// leaving the loop cancels the rest of the body
		if (size > maxBytes) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}
