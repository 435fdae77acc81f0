/** One answer of a server. */
export interface SmtpReply {
	/** three digits */
	code: string;
	/** all its lines with their codes, a line break between them */
	text: string;
}

/** RFC 5321 allows 512 bytes a line; some servers write more, none of them this. */
const MAX_LINE_BYTES = 8 * 1024;
const MAX_LINES = 100;

const LF = 0x0a;
const FORM = /^([2-5]\d\d)(?:[ -]|$)/;

export interface Heard {
	/** those that are complete */
	replies: SmtpReply[];
	/** what came behind them is not SMTP, too long, or changes its code in the middle: nothing more can be read */
	isViolated: boolean;
}

/** Cuts what a server sends into replies, however it is spread over packets. */
export function makeReplyReader(): (chunk: Buffer) => Heard {
	let rest: Buffer = Buffer.alloc(0);
	let lines: string[] = [];

	/** `undefined`: the reply goes on. */
	function take(line: string): SmtpReply | undefined | 'violation' {
		const code = FORM.exec(line)?.[1];
		if (!code || lines.length >= MAX_LINES || (lines[0] && !lines[0].startsWith(code))) return 'violation';
		lines.push(line);
		if (line[3] === '-') return undefined;
		const reply = { code, text: lines.join('\n') };
		lines = [];
		return reply;
	}

	return (chunk) => {
		const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
		const replies: SmtpReply[] = [];
		let start = 0;
		for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, start)) {
			if (end - start > MAX_LINE_BYTES) return { replies, isViolated: true };
			const reply = take(bytes.toString('utf8', start, end).replace(/\r$/, ''));
			if (reply === 'violation') return { replies, isViolated: true };
			if (reply) replies.push(reply);
			start = end + 1;
		}
		rest = Buffer.from(bytes.subarray(start));
		return { replies, isViolated: rest.length > MAX_LINE_BYTES };
	};
}
