using System.Text.Json;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>Listeners for the sake of the readers that the generator writes for their rows: texts, bytes, enums and JSON.</summary>
public static class TextCells
{
    [PostgresListener("types", "cells")]
    public static void String(Inserted<Cell<string?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredString(Inserted<RequiredCell<string>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Char(Inserted<Cell<char>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableChar(Inserted<Cell<char?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Guid(Inserted<Cell<Guid>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableGuid(Inserted<Cell<Guid?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void ByteArray(Inserted<Cell<byte[]?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredByteArray(Inserted<RequiredCell<byte[]>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Memory(Inserted<Cell<ReadOnlyMemory<byte>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableMemory(Inserted<Cell<ReadOnlyMemory<byte>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Mood(Inserted<Cell<Mood>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableMood(Inserted<Cell<Mood?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Level(Inserted<Cell<Level>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void JsonElement(Inserted<Cell<JsonElement>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableJsonElement(Inserted<Cell<JsonElement?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void JsonDocument(Inserted<Cell<JsonDocument?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredJsonDocument(Inserted<RequiredCell<JsonDocument>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Settings(Inserted<Cell<Settings?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredSettings(Inserted<RequiredCell<Settings>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Hstore(Inserted<Cell<Dictionary<string, string?>?>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void RequiredHstore(Inserted<RequiredCell<Dictionary<string, string?>>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void Lsn(Inserted<Cell<Lsn>> cell) => Assert.NotNull(cell);

    [PostgresListener("types", "cells")]
    public static void NullableLsn(Inserted<Cell<Lsn?>> cell) => Assert.NotNull(cell);
}
