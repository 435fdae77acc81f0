import type { ByteCount } from './byteCount';
import type { Formats } from './formats';
import { foldProgram, type Cost, type FilledStatement, type FoldedProgram, type KnownValues } from './foldProgram';

type Fill = (context: Record<string, unknown>, formats: Formats, bytes?: ByteCount) => string;

/** What the mails of one compiled template have in common, and how much of it may be kept as text. */
export interface CommonValues {
	/** in the language, the money and the time zone of these formats */
	knownFor(formats: Formats): KnownValues;
	room: { charactersLeft: number };
}

interface Program {
	program: hbs.AST.Program;
	/** fills the program as it is */
	whole: Fill;
	compile(program: hbs.AST.Program): Fill;
	fillStatement(statement: hbs.AST.Statement, known: KnownValues, formats: Formats): FilledStatement | undefined;
	charge(cost: Cost): hbs.AST.Statement;
}

interface Shortcut {
	fits: FoldedProgram['fits'];
	fill: Fill;
}

/**
 * Fills a text of which the common part is filled once for each language and time zone, from the second mail on. The result is
 * that of the whole text, for a mail whose own data go before the common ones and for one that can't be made, too.
 */
export function fillCommonOnce(text: Program, { knownFor, room }: CommonValues): Fill {
	const shortcuts = new WeakMap<Formats, Shortcut | 'seen' | 'none'>();
	const find = (formats: Formats): Shortcut | undefined => {
		const found = shortcuts.get(formats);
		if (typeof found === 'object') return found;
		if (found === 'none') return undefined;
		const made = found && makeShortcut(text, knownFor(formats), formats, room);
		shortcuts.set(formats, made ?? (found ? 'none' : 'seen'));
		return made;
	};
	return (context, formats, bytes) => {
		const shortcut = find(formats);
		if (!shortcut?.fits(context)) return text.whole(context, formats, bytes);
		try {
			return shortcut.fill(context, formats, bytes);
		} catch {
			// throws again: what is wrong first, in the order of the text
			if (bytes) bytes.extra = 0;
			return text.whole(context, formats, bytes);
		}
	};
}

/** `undefined` when there is no room for it. */
function makeShortcut(text: Program, known: KnownValues, formats: Formats, room: CommonValues['room']): Shortcut | undefined {
	let characters = 0;
	const { program, fits } = foldProgram(text.program, {
		known,
		charge: text.charge,
		fill(statement) {
			const filled = text.fillStatement(statement, known, formats);
			characters += filled?.text.length ?? 0;
			return filled;
		},
	});
	if (characters > room.charactersLeft) return undefined;
	room.charactersLeft -= characters;
	return { fits, fill: text.compile(program) };
}
