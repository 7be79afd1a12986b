declare module "htmx.org/dist/htmx.esm.js" {
  const htmx: {
    config: Record<string, unknown>;
    ajax(verb: string, path: string, context: { target: string; swap?: string; select?: string }): Promise<void>;
    process(element: Element): void;
  };
  export default htmx;
}
