// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace Search::Cel {

/// The types of the language.
enum class Type : std::uint8_t { Null, Bool, Int, Uint, Double, String, Bytes, List, Map, Timestamp, Duration, Type };
inline constexpr std::array allTypes{Type::Null, Type::Bool, Type::Int, Type::Uint, Type::Double, Type::String,
                                     Type::Bytes, Type::List, Type::Map, Type::Timestamp, Type::Duration, Type::Type};

/// The name as an expression writes it: "int", "null_type", "google.protobuf.Timestamp".
std::string_view typeName(Type type);
/// The name as people say it: "null", "timestamp".
std::string_view typeWord(Type type);

enum class ErrorCode : std::uint8_t {
    NoOverload,      ///< operator or function does not take these types
    NoSuchKey,
    NoFields,        ///< a field was asked of something that is no map
    IndexOutOfRange,
    BadIndex,        ///< a list's index is no whole number
    BadKey,          ///< a map's key is of a type that cannot be one
    RepeatedKey,
    Overflow,
    DivisionByZero,
    ModulusByZero,
    NotBool,         ///< where a condition is expected
    BadConversion,   ///< a text that does not say what it is converted to
    OutOfRange,      ///< a conversion that does not fit
    NotUtf8,
    BadPattern,
    PatternLimit,
    BadTimeZone,
    BadTimestamp,    ///< outside the years 1 to 9999
    TooDeepJson,
    NoRecord,        ///< a name of a record where there is none
    TooManySteps,
    TooMuchMemory
};

class JsonDocument;
struct Entry;
struct HeaderList;

/// A value while an expression is evaluated: 24 bytes, borrowed from the record, the expression or the arena. Lists and maps of JSON
/// stay where they are in the record and are read as far as they are asked for.
struct Data
{
    enum class Kind : std::uint8_t {
        Error, Null, Bool, Int, Uint, Double, String, Bytes,
        List,      ///< `elements`, `count`
        Map,       ///< `entries`, `count`
        JsonList,  ///< `json`, `place`
        JsonMap,   ///< `json`, `place`
        Headers,   ///< `headers`: a map of the record's headers
        Timestamp, ///< `i` seconds, `place` nanoseconds
        Duration,  ///< `i` nanoseconds
        TypeValue
    };

    Kind kind = Kind::Null;
    ErrorCode code = ErrorCode::NoOverload; ///< Error
    Type type = Type::Null;                 ///< TypeValue; Error: the first type it speaks of
    Type otherType = Type::Null;            ///< Error: the second type
    std::uint32_t place = 0;                ///< Json…: structural index; Timestamp: nanoseconds; Error: the node
    union {
        bool b;
        std::int64_t i;
        std::uint64_t u = 0;
        double d;
        const char *text;
        const Data *elements;
        const Entry *entries;
        const JsonDocument *json;
        const HeaderList *headers;
    };
    std::size_t count = 0; ///< String, Bytes: bytes; List, Map: elements; Error with a text: its bytes

    bool isError() const { return kind == Kind::Error; }
    bool isBool() const { return kind == Kind::Bool; }
    bool isNumber() const { return kind == Kind::Int || kind == Kind::Uint || kind == Kind::Double; }
    bool isList() const { return kind == Kind::List || kind == Kind::JsonList; }
    bool isMap() const { return kind == Kind::Map || kind == Kind::JsonMap || kind == Kind::Headers; }
    std::string_view view() const { return {text, count}; }

    static Data null() { return {}; }
    static Data boolean(bool value) { Data data; data.kind = Kind::Bool; data.u = 0; data.b = value; return data; }
    static Data integer(std::int64_t value) { Data data; data.kind = Kind::Int; data.i = value; return data; }
    static Data unsignedInteger(std::uint64_t value) { Data data; data.kind = Kind::Uint; data.u = value; return data; }
    static Data real(double value) { Data data; data.kind = Kind::Double; data.d = value; return data; }
    static Data string(std::string_view value) { Data data; data.kind = Kind::String; data.text = value.data(); data.count = value.size(); return data; }
    static Data bytes(std::string_view value) { Data data; data.kind = Kind::Bytes; data.text = value.data(); data.count = value.size(); return data; }
    static Data list(const Data *elements, std::size_t count) { Data data; data.kind = Kind::List; data.elements = elements; data.count = count; return data; }
    static Data map(const Entry *entries, std::size_t count) { Data data; data.kind = Kind::Map; data.entries = entries; data.count = count; return data; }
    static Data timestamp(std::int64_t seconds, std::uint32_t nanoseconds) { Data data; data.kind = Kind::Timestamp; data.i = seconds; data.place = nanoseconds; return data; }
    static Data duration(std::int64_t nanoseconds) { Data data; data.kind = Kind::Duration; data.i = nanoseconds; return data; }
    static Data typeValue(Type value) { Data data; data.kind = Kind::TypeValue; data.type = value; return data; }
    static Data error(ErrorCode code, std::string_view text = {}) { Data data; data.kind = Kind::Error; data.code = code; data.text = text.data(); data.count = text.size(); return data; }
    static Data ofType(ErrorCode code, Type type) { Data data = error(code); data.type = type; return data; }
    static Data noFields(std::string_view name, Type type) { Data data = error(ErrorCode::NoFields, name); data.type = type; return data; }
};

/// One pair of a map.
struct Entry
{
    Data key;
    Data value;
};

/// The type of a value that is no error.
constexpr Type typeOf(const Data &data)
{
    switch (data.kind) {
    case Data::Kind::Bool: return Type::Bool;
    case Data::Kind::Int: return Type::Int;
    case Data::Kind::Uint: return Type::Uint;
    case Data::Kind::Double: return Type::Double;
    case Data::Kind::String: return Type::String;
    case Data::Kind::Bytes: return Type::Bytes;
    case Data::Kind::List: case Data::Kind::JsonList: return Type::List;
    case Data::Kind::Map: case Data::Kind::JsonMap: case Data::Kind::Headers: return Type::Map;
    case Data::Kind::Timestamp: return Type::Timestamp;
    case Data::Kind::Duration: return Type::Duration;
    case Data::Kind::TypeValue: return Type::Type;
    case Data::Kind::Error: case Data::Kind::Null: break;
    }
    return Type::Null;
}

} // namespace Search::Cel
