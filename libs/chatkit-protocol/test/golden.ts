/**
 * Frames as the reference server writes them, shape by shape and in its own order of fields; ids, texts and times are
 * made up. One string is one line of JSON, without the SSE framing.
 */
const AT = '2026-03-01T10:20:30.400Z';
const head = (id: string) => `"id":"${id}","thread_id":"thr_1","created_at":"${AT}"`;

/** A new thread with one finished answer. */
export const ONE_MESSAGE = [
  `{"type":"thread.created","thread":{"id":"thr_1","created_at":"${AT}","status":{"type":"active"},"metadata":{},"items":{"data":[],"has_more":false}}}`,
  `{"type":"thread.item.done","item":{${head('msg_u')},"type":"user_message","content":[{"type":"input_text","text":"grüße ✓"}],"attachments":[],"inference_options":{}}}`,
  `{"type":"stream_options","stream_options":{"allow_cancel":true}}`,
  `{"type":"thread.item.done","item":{${head('msg_a')},"type":"assistant_message","content":[{"annotations":[],"text":"good day","type":"output_text"}]}}`,
];

/** A whole turn: reasoning, then a streamed message with a source. */
export const FULL_TURN = [
  `{"type":"thread.item.added","item":{${head('wf_1')},"type":"workflow","workflow":{"type":"reasoning","tasks":[],"expanded":false}}}`,
  `{"type":"thread.item.updated","item_id":"wf_1","update":{"type":"workflow.task.added","task_index":0,"task":{"status_indicator":"none","type":"thought","content":"Le"}}}`,
  `{"type":"thread.item.updated","item_id":"wf_1","update":{"type":"workflow.task.updated","task_index":0,"task":{"status_indicator":"none","type":"thought","content":"Let me see"}}}`,
  `{"type":"thread.item.updated","item_id":"wf_1","update":{"type":"workflow.task.added","task_index":1,"task":{"status_indicator":"none","type":"thought","content":"Found it"}}}`,
  `{"type":"thread.item.done","item":{${head('wf_1')},"type":"workflow","workflow":{"type":"reasoning","tasks":[{"status_indicator":"none","type":"thought","content":"Let me see"},{"status_indicator":"none","type":"thought","content":"Found it"}],"summary":{"duration":0},"expanded":false}}}`,
  `{"type":"thread.item.added","item":{${head('msg_b')},"type":"assistant_message","content":[]}}`,
  `{"type":"thread.item.updated","item_id":"msg_b","update":{"type":"assistant_message.content_part.added","content_index":0,"content":{"annotations":[],"text":"","type":"output_text"}}}`,
  `{"type":"thread.item.updated","item_id":"msg_b","update":{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"It is "}}`,
  `{"type":"thread.item.updated","item_id":"msg_b","update":{"type":"assistant_message.content_part.text_delta","content_index":0,"delta":"there"}}`,
  `{"type":"thread.item.updated","item_id":"msg_b","update":{"type":"assistant_message.content_part.annotation_added","content_index":0,"annotation_index":0,"annotation":{"type":"annotation","source":{"title":"Page","type":"url","url":"https://example.org"},"index":4}}}`,
  `{"type":"thread.item.updated","item_id":"msg_b","update":{"type":"assistant_message.content_part.done","content_index":0,"content":{"annotations":[],"text":"It is there","type":"output_text"}}}`,
  `{"type":"thread.item.done","item":{${head('msg_b')},"type":"assistant_message","content":[{"annotations":[{"type":"annotation","source":{"title":"Page","type":"url","url":"https://example.org"},"index":4}],"text":"It is there","type":"output_text"}]}}`,
];

/** A client tool call before and after its answer; the nulls belong to the tool. */
export const TOOL_CALLS = [
  `{"type":"thread.item.done","item":{${head('tc_1')},"type":"client_tool_call","status":"pending","call_id":"c_1","name":"look","arguments":{"where":null,"list":[null]}}}`,
  `{"type":"thread.item.done","item":{${head('tc_1')},"type":"client_tool_call","status":"completed","call_id":"c_1","name":"look","arguments":{"where":null,"list":[null]},"output":{"seen":null}}}`,
];

export const STRUCTURED_INPUT = [
  `{"type":"thread.item.done","item":{${head('msg_s')},"type":"structured_input","status":"pending","inputs":[{"id":"q1","question":"Which?","type":"multiple_choice","options":[{"value":"A"}],"multiple":false},{"id":"q2","question":"Why?","type":"freeform"}]}}`,
  `{"type":"thread.item.replaced","item":{${head('msg_s')},"type":"structured_input","status":"answered","inputs":[{"id":"q1","question":"Which?","answer":{"values":["A"],"skipped":false},"type":"multiple_choice","options":[{"value":"A"}],"multiple":false},{"id":"q2","question":"Why?","answer":{"values":["x","y"],"skipped":false},"type":"freeform"}]}}`,
];

export const SMALL_EVENTS = [
  `{"type":"error","code":"stream.error","allow_retry":true}`,
  `{"type":"error","code":"custom","message":"not today","allow_retry":false}`,
  `{"type":"progress_update","icon":"search","text":"Looking"}`,
  `{"type":"client_effect","name":"blink","data":{"a":null,"b":[null]}}`,
  `{"type":"notice","level":"warning","message":"**careful**"}`,
  `{"type":"thread.item.removed","item_id":"msg_b"}`,
  `{"type":"thread.item.updated","item_id":"msg_i","update":{"type":"generated_image.updated","image":{"id":"ig","url":"data:image/png;base64,AA"},"progress":0.5}}`,
  `{"type":"thread.item.updated","item_id":"msg_w","update":{"type":"widget.streaming_text.value_delta","component_id":"t","delta":"x","done":false}}`,
  `{"type":"thread.item.updated","item_id":"msg_w","update":{"type":"widget.root.updated","widget":{"type":"Card","children":[]}}}`,
  `{"type":"thread.item.updated","item_id":"msg_w","update":{"type":"widget.component.updated","component_id":"t","component":{"type":"Text","id":"t","value":"x"}}}`,
];

export const ATTACHMENT = `{"id":"atc_1","name":"n","mime_type":"image/png","upload_descriptor":{"url":"https://example.org/up%20load?x=%C3%BC","method":"POST","headers":{}},"type":"image","preview_url":"https://example.org/"}`;

export const PAGES = [`{"data":[{${head('msg_a')},"type":"end_of_turn"}],"has_more":true,"after":"msg_a"}`, `{"data":[],"has_more":false}`];
