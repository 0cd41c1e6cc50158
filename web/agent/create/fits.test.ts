import { describe, expect, it } from "vitest";
import { fits } from "./fits";

const on = (field: string, operator: string, value: string | boolean | string[]) => ({ field, operator, value });
const facts = { ticket_type: "incident", department_id: null, tags: ["vip"], "custom.area": "cloud" };

describe("conditions of fields on a new ticket", () => {
  it("hold by what the form says", () => {
    expect(fits({}, facts)).toBe(true);
    expect(fits(on("ticket_type", "is", "incident"), facts)).toBe(true);
    expect(fits(on("ticket_type", "not_in", ["incident"]), facts)).toBe(false);
    expect(fits(on("tags", "in", ["vip", "new"]), facts)).toBe(true);
    expect(fits(on("department_id", "is_empty", true), facts)).toBe(true);
    expect(fits(on("custom.area", "is_empty", true), facts)).toBe(false);
  });

  it("are not known where the form does not say", () => {
    expect(fits(on("requester.language", "is", "de"), facts)).toBeUndefined();
    expect(fits({ all: [on("requester.language", "is", "de"), on("ticket_type", "is", "task")] }, facts)).toBe(false);
    expect(fits({ any: [on("requester.language", "is", "de"), on("ticket_type", "is", "incident")] }, facts)).toBe(true);
    expect(fits({ none: [on("requester.language", "is", "de")] }, facts)).toBeUndefined();
    expect(fits({ none: [on("ticket_type", "is", "task")] }, facts)).toBe(true);
  });
});
