import { widthOf } from '../compliance/facts/graphemes';
import { cleanText, toSubject } from './cleanText';

/** What the widest inboxes show (rule `subject-length`). */
const INBOX_WIDTH = 70;
/** A name cut shorter than this is no name. */
const LEAST_NAME = 16;
/** Names from the shop's data that a subject may end with. */
const NAMES = ['product', 'title'];

/** One line; where the name of a product or an offer makes it too long, the name is cut and not what the mail offers. */
export function makeSubject(context: Record<string, unknown>, render: (context: Record<string, unknown>) => string): string {
	const subject = toSubject(render(context));
	// no character takes the room of more than two
	if (subject.length * 2 <= INBOX_WIDTH) return subject;
	const tooMuch = widthOf(subject) - INBOX_WIDTH;
	const name = NAMES.find((key) => typeof context[key] === 'string' && subject.includes(String(context[key])));
	return tooMuch > 0 && name ? toSubject(render({ ...context, [name]: shorten(String(context[name]), tooMuch) })) : subject;
}

function shorten(name: string, tooMuch: number): string {
	let text = name;
	for (let length = name.length - 1; length >= LEAST_NAME && widthOf(name) - widthOf(text) < tooMuch; length -= 1) text = cleanText(name, length) ?? name;
	return text;
}
