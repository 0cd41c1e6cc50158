import { describe, expect, it } from "vitest";
import { firstValue, isGroup, partAt, saved, toGroup, toJson } from "./conditions";

const leaf = (field: string) => ({ field, operator: "is", value: "x" });

describe("conditions", () => {
  it("come back as they were", () => {
    const json = { all: [leaf("status"), { any: [leaf("priority"), { none: [leaf("subject")] }] }] };
    expect(toJson(toGroup(json))).toEqual(json);
  });

  it("are a group of one where there is no group", () => {
    expect(toJson(toGroup(leaf("status")))).toEqual({ all: [leaf("status")] });
  });

  it("match everything where nothing is asked", () => {
    expect(saved(toGroup({}))).toEqual({});
    expect(saved(toGroup(null))).toEqual({});
  });

  it("are found by the path that the API names", () => {
    const group = toGroup({ all: [leaf("status"), { any: [leaf("priority"), leaf("subject")] }] });
    const inner = group.parts[1];
    if (!inner || !isGroup(inner)) throw new Error("no group");
    expect(partAt(group, "conditions.all.1.any.1.operator")).toBe(inner.parts[1]?.id);
    expect(partAt(group, "conditions.all.0.value")).toBe(group.parts[0]?.id);
    expect(partAt(group, "conditions.all.7.value")).toBeNull();
    expect(partAt(group, "name is taken")).toBeNull();
  });

  it("begin with a value of the operator's shape", () => {
    expect([firstValue("flag", "text"), firstValue("list", "id"), firstValue("pair", "number")]).toEqual([true, [], [null, null]]);
    expect([firstValue("one", "bool"), firstValue("one", "text")]).toEqual([true, null]);
  });
});
