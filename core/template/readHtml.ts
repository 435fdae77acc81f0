import { load, type CheerioAPI } from 'cheerio';
import { adapter } from 'parse5-htmlparser2-tree-adapter';
import { invalid } from './invalid';

/**
 * Bounds of own HTML. A browser's reader opens formatting elements that were left open again and again: 70 KB of them make a
 * hundred million. So it is stopped while it reads.
 */
export const MAX_NODES = 8_000;
/** of the tree while it is read; what may stand in a mail is less */
const MAX_DEPTH = 250;
const MAX_ATTRIBUTES = 100;
const MAX_TAG_CHARACTERS = 5_000;

/**
 * Reads HTML as a browser does, within bounds.
 * @throws SellerMailError TEMPLATE_INVALID for more elements, depth or attributes than any mail needs
 */
export function readHtml(html: string, place: string): CheerioAPI {
	assertShortTags(html, place);
	return load(html, { treeAdapter: boundedAdapter(place) });
}

/** The reader compares each attribute with all before it. Whatever may be a tag is looked at, so that nothing hides one. */
function assertShortTags(html: string, place: string): void {
	for (const { index } of html.matchAll(/<[a-z/]/gi)) {
		ATTRIBUTE.lastIndex = index + 1;
		// nothing read: the tag ends, or the text
		for (let count = 0; ATTRIBUTE.test(html); count += 1) {
			if (count > MAX_ATTRIBUTES || ATTRIBUTE.lastIndex - index > MAX_TAG_CHARACTERS) throw invalid(place, `holds a tag with more than ${MAX_ATTRIBUTES} attributes or ${MAX_TAG_CHARACTERS} characters`);
		}
	}
}

/** The name of the tag itself is taken for one too. Nothing at `>`. */
const ATTRIBUTE = /[\s/]*(?:[^\s/>][^\s/>=]*)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?/y;

function boundedAdapter(place: string): typeof adapter {
	const depths = new WeakMap<object, number>();
	let count = 0;
	const counted = <Made>(made: Made): Made => {
		if (++count > MAX_NODES) throw invalid(place, `holds more than ${MAX_NODES} elements and {{expressions}}`);
		return made;
	};
	const placed = (parent: object, child: object): void => {
		const depth = (depths.get(parent) ?? 0) + 1;
		if (depth > MAX_DEPTH) throw invalid(place, `nests elements more than ${MAX_DEPTH} deep`);
		depths.set(child, depth);
	};
	return {
		...adapter,
		createElement: (...given) => counted(adapter.createElement(...given)),
		createCommentNode: (...given) => counted(adapter.createCommentNode(...given)),
		appendChild(parent, child) {
			placed(parent, child);
			adapter.appendChild(parent, child);
		},
		insertBefore(parent, child, next) {
			placed(parent, child);
			adapter.insertBefore(parent, child, next);
		},
	};
}
