/**
 * Loaded into n8n before n8n itself (`node --require`): when the demo that started it is gone, even by SIGKILL, its end of the
 * channel closes, and n8n with all it started ends too.
 */
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
// Listening alone would keep n8n from ending by itself.
process.channel?.unref();
