// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "subject.h"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <xcb/xcb.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>

namespace Bench {

namespace {

struct Free
{
    void operator()(void *pointer) const { std::free(pointer); } // what xcb hands out is malloc's
    void operator()(xcb_connection_t *connection) const { xcb_disconnect(connection); }
};
template<typename T>
using Owned = std::unique_ptr<T, Free>;

/// The next window of some size that is mapped on the display, seen from outside any program.
class WindowWatch
{
public:
    WindowWatch()
        : m_connection(xcb_connect(nullptr, nullptr))
        , m_root(xcb_setup_roots_iterator(xcb_get_setup(m_connection.get())).data->root)
    {
        const std::uint32_t events = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
        xcb_change_window_attributes(m_connection.get(), m_root, XCB_CW_EVENT_MASK, &events);
        xcb_flush(m_connection.get());
    }

    /// Until something is painted in its middle: a window that is mapped but still empty helps nobody.
    bool waitForPaintedWindow(Clock::time_point start)
    {
        xcb_window_t window = 0;
        while (secondsSince(start) < 20) {
            pollfd readable{xcb_get_file_descriptor(m_connection.get()), POLLIN, 0};
            ::poll(&readable, 1, 1);
            while (const Owned<xcb_generic_event_t> event{xcb_poll_for_event(m_connection.get())})
                if ((event->response_type & 0x7f) == XCB_MAP_NOTIFY)
                    window = largeWindow(reinterpret_cast<const xcb_map_notify_event_t *>(event.get())->window, window);
            if (window && isPainted(window))
                return true;
        }
        return false;
    }

private:
    xcb_window_t largeWindow(xcb_window_t candidate, xcb_window_t otherwise)
    {
        const Owned<xcb_get_geometry_reply_t> size{xcb_get_geometry_reply(m_connection.get(), xcb_get_geometry(m_connection.get(), candidate), nullptr)};
        return size && size->width >= 400 && size->height >= 300 ? candidate : otherwise;
    }

    bool isPainted(xcb_window_t window)
    {
        const Owned<xcb_get_image_reply_t> image{xcb_get_image_reply(
            m_connection.get(), xcb_get_image(m_connection.get(), XCB_IMAGE_FORMAT_Z_PIXMAP, window, 150, 150, 1, 1, ~0U), nullptr)};
        if (!image)
            return false;
        const std::uint8_t *pixel = xcb_get_image_data(image.get());
        return pixel[0] || pixel[1] || pixel[2]; // the empty screen is black, none of our colours is
    }

    Owned<xcb_connection_t> m_connection;
    xcb_window_t m_root;
};

} // namespace

std::optional<double> firstWindow(const QStringList &arguments)
{
    WindowWatch watch;
    const std::string program = arguments.value(0).toStdString();
    const Clock::time_point start = Clock::now();
    const pid_t process = ::fork();
    if (process == 0) {
        ::execl(program.c_str(), program.c_str(), static_cast<char *>(nullptr));
        std::_Exit(127);
    }
    const bool seen = watch.waitForPaintedWindow(start);
    const double seconds = secondsSince(start);
    ::kill(process, SIGKILL);
    ::waitpid(process, nullptr, 0);
    return seen ? std::optional(seconds) : std::nullopt;
}

} // namespace Bench
