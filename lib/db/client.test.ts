import { expect, test } from "vitest";
import { databaseTrouble } from "./client";

const error = (code: string, message = "") => Object.assign(new Error(message), { code });

test("what is wrong with the database is told whether the driver says it or Prisma in its sentence", () => {
  expect(databaseTrouble(error("57P03"))).toBe("away");
  expect(
    databaseTrouble(error("P2010", "Database error. Code: `57P03`. Message: `the database system is starting up`")),
  ).toBe("away");
  expect(databaseTrouble(error("P1001"))).toBe("away");
  expect(databaseTrouble(error("ENOENT", "connect ENOENT /data/postgres/cluster/.s.PGSQL.5432"))).toBe("away");
  expect(databaseTrouble(error("ENOENT", "no such file or directory, open '/data/secret'"))).toBeUndefined();
  expect(databaseTrouble(error("55P03"))).toBe("busy");
  expect(databaseTrouble(error("P2034", "Raw query failed. Code: `40001`. Message: `could not serialize`"))).toBe(
    "conflict",
  );
  expect(databaseTrouble(error("23505", "duplicate key"))).toBeUndefined();
  expect(databaseTrouble("no error")).toBeUndefined();
});
