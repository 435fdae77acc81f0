const ACTIVE = new Set([
	'script', 'form', 'iframe', 'frame', 'frameset', 'object', 'embed', 'applet', 'base', 'input', 'button', 'select', 'textarea', 'link', 'svg', 'math',
	'plaintext', 'xmp', 'noembed', 'portal', 'video', 'audio', 'template',
]);
const URL_ATTRIBUTES = new Set(['href', 'src', 'background', 'action', 'formaction', 'poster', 'xlink:href', 'srcset']);
const SAFE_URL = /^(?:https?:|mailto:|tel:|sms:|cid:|#|$)/;

/** What an element brings that mails must not hold, in words: scripts, forms, frames, event handlers, unsafe addresses. */
export function findActiveContent(name: string, attributes: Readonly<Record<string, string>>): string[] {
	const found = ACTIVE.has(name) ? [`<${name}>`] : [];
	for (const attribute in attributes) {
		const value = attributes[attribute] ?? '';
		if (attribute.startsWith('on') && attribute.length > 2) found.push(`${attribute} on <${name}>`);
		else if (attribute === 'http-equiv' && /refresh/i.test(value)) found.push('<meta http-equiv="refresh">');
		else if (URL_ATTRIBUTES.has(attribute) && isUnsafe(value)) found.push(`${attribute} of <${name}> is ${value.trim().slice(0, 30)}`);
	}
	return found;
}

/** Addresses that mail programs refuse to follow: `javascript:`, `data:` and whatever else is not known to be harmless. */
export function isUnsafe(value: string): boolean {
	if (value.startsWith('https://')) return false;
	const url = value.replace(/[\u0000-\u0020]/g, '').toLowerCase();
	return /^[a-z][a-z0-9+.-]*:/.test(url) && !SAFE_URL.test(url);
}
